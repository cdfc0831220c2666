package rasl.media;

/** A file cannot be stored or read; the message says in words what the operator can do. */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StorageException(String words, Throwable cause) {
    super(words, cause);
  }
}
