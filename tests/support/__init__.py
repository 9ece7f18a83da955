"""What tests of all rooms share: one way to run the command, one way to make a site."""
