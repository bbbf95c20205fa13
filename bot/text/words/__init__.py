"""What a text is made of: lines and sentences that say something, and the words, names and numbers in them."""
