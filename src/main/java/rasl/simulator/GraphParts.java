package rasl.simulator;

/** What Meta's side is made of. */
record GraphParts(
    MessagesApi messages,
    MediaApi media,
    TemplatesApi templates,
    TemplateDesk desk,
    NumbersApi numbers,
    Faults faults,
    GraphAnswers answers,
    MediaUrls urls) {}
