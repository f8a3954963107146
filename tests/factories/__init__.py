"""Things that tests need before they begin: made through the services, so that they are as real ones are."""
