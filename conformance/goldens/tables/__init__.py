"""Tables of cases, one file per part of the API."""
