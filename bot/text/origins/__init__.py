"""What an account rests on: whose it is, whom it quotes, and what its author saw."""
