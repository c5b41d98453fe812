package cn.zhenglu.reconcile;

/** In what way the ledger and the province's list differ. */
public enum DifferenceKind {
    /** 省级缺少: in the ledger, not in the list. */
    MISSING_THERE("省级缺少"),
    /** 本地缺少: in the list, not in the ledger. */
    MISSING_HERE("本地缺少"),
    /** 版本不一致: the newest version there is another, or bears another identifier. */
    VERSION_DIFFERS("版本或证照标识不一致"),
    /** 状态不一致: the same version in another state, or in one that nobody knows. */
    STATE_DIFFERS("状态不一致"),
    /** 持证主体不一致: the same version with another name or code of its holder. */
    HOLDER_DIFFERS("持证主体不一致"),
    /** 重复的行: the list names the same version more than once; the first line counts. */
    REPEATED("清单内重复"),
    /** 无法识别的行: a line that could not be compared. */
    UNREADABLE("无法识别的行");

    private final String label;

    DifferenceKind(String label) {
        this.label = label;
    }

    /** The Chinese name. */
    public String label() {
        return label;
    }
}
