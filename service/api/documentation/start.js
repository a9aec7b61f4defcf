SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#documentation",
  deepLinking: true,
  validatorUrl: "none", // the default would show the document to a validator elsewhere
});
