package cn.zhenglu.doctor;

import cn.zhenglu.licence.Department;
import cn.zhenglu.seal.ConfiguredSeals;
import cn.zhenglu.seal.Seal;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/** Each seal by itself, with the days it has left; and the departments that have none. */
final class SealCheck implements Check {

    /** As long as a new seal may take to be made. */
    private static final Duration SOON = Duration.ofDays(60);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu年M月d日").withZone(ZoneId.of("Asia/Shanghai"));

    private final BeanFactory rooms;
    private final Settings settings;

    SealCheck(BeanFactory rooms, Settings settings) {
        this.rooms = rooms;
        this.settings = settings;
    }

    @Override
    public List<Finding> look() {
        ConfiguredSeals seals = rooms.getBean(ConfiguredSeals.class);
        List<Finding> findings = new ArrayList<>();
        for (String name : seals.names()) {
            try {
                findings.add(judge(seals, seals.seal(name)));
            } catch (RuntimeException e) {
                findings.addAll(Explanation.findings(e));
            }
        }
        List<Department> without = Binder.get(settings.environment())
                .bind("zhenglu.departments", Bindable.listOf(Department.class)).orElse(List.of()).stream()
                .filter(department -> department.seal() != null && !seals.names().contains(department.seal())).toList();
        if (!without.isEmpty()) {
            findings.add(Finding.warning((seals.names().isEmpty() ? "未配置任何印章" : "以下部门的印章未配置：" + without.stream()
                    .map(department -> department.name() + "（" + department.seal() + "）").collect(Collectors.joining("、")))
                    + "，相应的证照将等待，不予签章", "请在 zhenglu.seals 中配置"));
        }
        return findings;
    }

    private static Finding judge(ConfiguredSeals seals, Seal seal) {
        String title = "印章「" + seal.name() + "」" + seal.title();
        String notYet = seals.notYet(seal);
        if (notYet != null) {
            return Finding.warning(title + notYet, "在此之前相应部门的证照将等待；请核对印章和本机时间");
        }
        Duration left = seals.timeLeft(seal);
        String until = title + "，有效期至 " + DAY.format(seal.validUntil()) + "，还有 " + left.toDays() + " 天";
        return left.compareTo(SOON) < 0 ? Finding.warning(until, "请向制章机构申请换发") : Finding.ok(until);
    }
}
