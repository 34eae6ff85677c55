"""The extra ``semantic``: a sentence encoder, its vectors, and what is near to what."""
