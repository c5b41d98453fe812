package cn.zhenglu.document;

/** A template folder that cannot be used. The message is a Chinese sentence that names the file and what to mend. */
public class BrokenTemplate extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenTemplate(String message) {
        super(message);
    }

    BrokenTemplate(String message, Throwable cause) {
        super(message, cause);
    }
}
