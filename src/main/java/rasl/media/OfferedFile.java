package rasl.media;

import java.nio.file.Path;

/**
 * A file that came with a request and may be sent.
 *
 * @param kind the kind of message that carries it
 * @param mimeType the type for WhatsApp
 * @param filename as people see it; empty where it has none
 * @param path where it lies while the request runs
 */
public record OfferedFile(
    MediaKind kind, String mimeType, String filename, long size, byte[] sha256, Path path) {}
