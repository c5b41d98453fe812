package cn.zhenglu.doctor;

/** The Artemis that several servers share, if there is one; else each server has its own, in its own process. */
final class OutsideBroker {

    private final Settings settings;

    OutsideBroker(Settings settings) {
        this.settings = settings;
    }

    boolean isUsed() {
        return "native".equalsIgnoreCase(settings.text("spring.artemis.mode"));
    }

    /** Without options, some of which are secret. */
    String address() {
        return settings.text("spring.artemis.broker-url").replaceFirst("\\?.*", "");
    }

    Queues queues() {
        return new Queues(settings.text("spring.artemis.broker-url"), settings.text("spring.artemis.user"), settings.text("spring.artemis.password"));
    }
}
