package cn.zhenglu.doctor;

import cn.zhenglu.licence.Department;
import cn.zhenglu.seal.SealStanding;
import cn.zhenglu.seal.SealWatch;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/** Each seal by itself, of whatever kind, with the days it has left; the departments that have none; and the revocation lists. */
final class SealCheck implements Check {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu年M月d日").withZone(ZoneId.of("Asia/Shanghai"));

    private final BeanFactory rooms;
    private final Settings settings;

    SealCheck(BeanFactory rooms, Settings settings) {
        this.rooms = rooms;
        this.settings = settings;
    }

    @Override
    public List<Finding> look() {
        SealWatch watch = rooms.getBean(SealWatch.class);
        List<SealStanding> seals = watch.seals();
        List<Finding> findings = new ArrayList<>(seals.stream().map(SealCheck::judge).toList());
        Set<String> names = seals.stream().map(SealStanding::name).collect(Collectors.toSet());
        List<Department> without = Binder.get(settings.environment())
                .bind("zhenglu.departments", Bindable.listOf(Department.class)).orElse(List.of()).stream()
                .filter(department -> department.seal() != null && !names.contains(department.seal())).toList();
        if (!without.isEmpty()) {
            findings.add(Finding.warning((names.isEmpty() ? "未配置任何印章" : "以下部门的印章未配置：" + without.stream()
                    .map(department -> department.name() + "（" + department.seal() + "）").collect(Collectors.joining("、")))
                    + "，相应的证照将等待，不予签章", "请在 zhenglu.seals 中配置"));
        }
        watch.revocationListTroubles().forEach(trouble -> findings.add(Finding.warning(trouble, "请从发证机构取得最新的吊销列表")));
        return findings;
    }

    private static Finding judge(SealStanding seal) {
        String title = "印章「" + seal.name() + "」" + (seal.seal() == null ? "" : seal.seal().title());
        if (!seal.usable()) {
            String remedy = "在此之前相应部门的证照将等待；请按上述原因处理";
            return seal.passing() ? Finding.warning(title + seal.trouble(), remedy) : Finding.error(title + seal.trouble(), remedy);
        }
        String until = title + "，有效期至 " + DAY.format(seal.seal().validUntil()) + "，还有 " + seal.daysLeft() + " 天";
        return seal.endsSoon() ? Finding.warning(until, "请向制章机构申请换发") : Finding.ok(until);
    }
}
