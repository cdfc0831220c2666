package rasl.simulator;

import tools.jackson.databind.JsonNode;

/** What a template is to be, checked already. */
record NewTemplate(
    String name,
    String language,
    String category,
    boolean named,
    JsonNode components,
    long ttlSeconds) {}
