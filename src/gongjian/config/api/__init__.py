"""The API at `/api/v1/`: reads, and one address per registered act (`assembly`)."""
