"""The desk for programs: JSON in, one desk function, JSON out; refusals as RFC 9457 problems."""
