package cn.zhenglu.doctor;

import cn.zhenglu.intake.MappingTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a trial of a mapping against its live source has found, in the doctor's words. */
final class SourceCheck {

    /** Enough for the values that occur every day, little enough not to be noticed by the source. */
    static final int SAMPLE = 500;
    private static final int SHOWN = 20;

    private SourceCheck() {
    }

    /** @param mapping name of the mapping file */
    static List<Finding> findings(MappingTrial trial, String mapping) {
        List<Finding> findings = new ArrayList<>();
        trial.unmapped().forEach(field -> findings.add(Finding.error(
                mapping + ".yaml 没有写字段 " + field.component() + "（" + field.label() + "），证照无法签发", "请在该映射文件的 fields 中补充")));
        trial.absent().forEach((column, fields) -> findings.add(Finding.warning(
                mapping + ".yaml 所写的列「" + column + "」在来源中没有（字段 "
                        + fields.stream().map(field -> field.component()).collect(Collectors.joining("、")) + "）",
                "请改正列名；来源确实没有的，从映射文件中删去")));
        trial.unlisted().entrySet().stream().limit(SHOWN).forEach(miss -> findings.add(Finding.warning(
                miss.getKey() + "（抽查 " + trial.arrivals().size() + " 行中有 " + miss.getValue() + " 行）",
                "请在对照表中补充，或在来源系统中更正")));
        if (trial.unlisted().size() > SHOWN) {
            findings.add(Finding.warning("另有 " + (trial.unlisted().size() - SHOWN) + " 个值无法识别", "请先处理上列各项"));
        }
        return findings;
    }
}
