package cn.zhenglu.alert;

/** A way to reach people. */
interface Channel {

    /** Stands in the database beside what was sent. */
    String name();

    /** @throws NotSent saying why in Chinese, without addresses: robots carry their secret in it */
    void send(Notice notice);

    /** The people may not have got it. */
    final class NotSent extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotSent(String reason) {
            super(reason);
        }
    }
}
