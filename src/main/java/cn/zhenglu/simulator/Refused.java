package cn.zhenglu.simulator;

/** The platform refuses a record, with the text for {@code ErrorMsg}. */
final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message);
    }
}
