package rasl.simulator;

import tools.jackson.databind.JsonNode;

/** A template that is to be made, checked already. */
record NewTemplate(
    String name,
    String language,
    String category,
    boolean named,
    JsonNode components,
    long ttlSeconds) {}
