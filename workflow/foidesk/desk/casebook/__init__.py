"""案例指导: closed applications kept as examples, without personal data, to be found while a reply is drafted."""
