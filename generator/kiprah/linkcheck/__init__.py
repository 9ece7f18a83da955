"""Link checker: the only room that opens a connection to the hosts a site links to."""
