package cn.zhenglu.licence;

/** Whether a submission moves on by itself, beside how far it has come ({@link Stage}). */
public enum Standing {
    /** 处理中: is worked on, or is in a queue. */
    ACTIVE("处理中"),
    /** 等待重试: the relay said later; a time is set. */
    WAITING("等待重试"),
    /** 待人工处理: a person is needed. */
    DEAD("待人工处理"),
    /** 已归档: put away by a person, with a reason. */
    WITHDRAWN("已归档"),
    /** 已完成: its last stage is reached. */
    DONE("已完成");

    private final String label;

    Standing(String label) {
        this.label = label;
    }

    /** The official Chinese name. */
    public String label() {
        return label;
    }
}
