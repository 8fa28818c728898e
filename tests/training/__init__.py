"""Making the weights of `content/ranking.json` from development data. Not part of the product."""
