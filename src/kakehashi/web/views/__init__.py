"""One module a page: read the address, call queries, render."""
