package cn.zhenglu.document;

/** A file that cannot be drawn: no OFD package, broken, or beyond the limits. The message is a Chinese sentence. */
public class UnreadableDocument extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableDocument(String message) {
        super(message);
    }

    UnreadableDocument(String message, Throwable cause) {
        super(message, cause);
    }
}
