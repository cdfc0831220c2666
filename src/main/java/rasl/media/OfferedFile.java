package rasl.media;

import java.nio.file.Path;

/**
 * A file that came with a request and may be sent.
 *
 * @param kind what it is sent as
 * @param mimeType what WhatsApp is told
 * @param filename as people see it; empty where it has none
 * @param path where it lies while the request runs
 */
public record OfferedFile(
    MediaKind kind, String mimeType, String filename, long size, byte[] sha256, Path path) {}
