"""Matter, run, step, deadline: what every handled thing shares."""
