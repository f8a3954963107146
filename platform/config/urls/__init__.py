"""One URLconf per kind of house: `public`, `centre`, `owes`."""
