"""The worklist of people at the desk: what they want to see, its pages, the views they keep, its export."""
