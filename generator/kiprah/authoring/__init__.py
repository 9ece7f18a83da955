"""What a new site and a new entry begin with, and taking photos in without what they tell of their owner."""
