package cn.zhenglu.console;

/** What a user of the console may do. */
enum Role {
    /** 查看: sees everything but identity numbers, changes nothing. */
    VIEWER("查看"),
    /** 操作: tries again, archives, and sees identity numbers for a reason. */
    OPERATOR("操作"),
    /** 管理: all that, and takes the audit away as a file. */
    ADMIN("管理");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    /** Its Chinese name, as in the comments above. */
    String label() {
        return label;
    }
}
