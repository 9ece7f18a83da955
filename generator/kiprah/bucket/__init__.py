"""Buckets: objects behind s3://, gs:// and az:// addresses, reached through obstore in a process of its own."""
