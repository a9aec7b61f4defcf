"""An answer as a turn of a chat, as OpenAI-compatible clients speak. Pure: no HTTP here.

Start reading at `conversation` (what was asked) and `reply` (what is said).
"""
