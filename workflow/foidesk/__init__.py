"""foidesk: answering applications for government information (依申请公开)."""
