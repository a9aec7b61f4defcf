"""The service as tools for agents, by the Model Context Protocol: over HTTP at `/mcp`, and by `enthesis mcp`.

Start reading at `server`.
"""
