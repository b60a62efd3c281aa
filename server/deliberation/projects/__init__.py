"""What follows a decision: the project with its milestones, what homes say of it, the micro-fund."""
