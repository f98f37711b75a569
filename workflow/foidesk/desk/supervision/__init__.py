"""The view from above: how many agencies stand, what is asked of them, the district's report and bulletin."""
