"""The demo world: two invented events, as the CSV folders that their organisers would fill in."""
