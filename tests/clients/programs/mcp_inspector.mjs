// The Model Context Protocol's inspector, at its command line.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { QUESTION, tell } from "./telling.mjs";

const inspector = fileURLToPath(new URL("../node_modules/.bin/mcp-inspector", import.meta.url));
const server = ["--cli", `${process.argv[2]}/mcp`, "--transport", "http"];
const call = ["--method", "tools/call", "--tool-name", "answer", "--tool-arg", `question=${QUESTION}`];
const printed = execFileSync(process.execPath, [inspector, ...server, ...call], { encoding: "utf8" });
tell("MCP Inspector, `--cli`", "@modelcontextprotocol/inspector/package.json", "`answer` over streamable HTTP",
  JSON.parse(printed).structuredContent.answer, { kind: "answer" });
