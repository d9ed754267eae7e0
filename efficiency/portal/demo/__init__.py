"""The demo city: an invented Kunshan, marked in every row, to be removed again."""
