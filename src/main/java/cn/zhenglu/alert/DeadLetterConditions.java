package cn.zhenglu.alert;

import cn.zhenglu.deadletter.DeadLetterTrend;
import cn.zhenglu.deadletter.DeadLetterTrend.Group;
import cn.zhenglu.licence.Department;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Dead letters that nobody sees to, and kinds that come fast. */
@Component
class DeadLetterConditions implements AlertSource {

    private final DeadLetterTrend trend;
    private final List<Department> departments;
    private final AlertSettings settings;
    private final Clock clock;

    DeadLetterConditions(DeadLetterTrend trend, List<Department> departments, AlertSettings settings, Clock clock) {
        this.trend = trend;
        this.departments = List.copyOf(departments);
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public List<Condition> conditions() {
        Instant now = clock.instant();
        return Stream.concat(
                trend.openSince(now.minus(settings.deadLetterAge())).stream().map(this::old),
                trend.raisedSince(now.minus(settings.growthWindow()), settings.growthCount()).stream().map(this::growing)).toList();
    }

    private Condition old(Group group) {
        return new Condition(key("dead-letter.old", group), "死信超过 " + Periods.of(settings.deadLetterAge()) + "未处理",
                group.count() + " 件死信超过 " + Periods.of(settings.deadLetterAge()) + "未处理（" + described(group) + "）。请到控制台重试、更正或归档。",
                path(group));
    }

    private Condition growing(Group group) {
        return new Condition(key("dead-letter.growing", group), "死信骤增：" + department(group),
                Periods.of(settings.growthWindow()) + "内新增 " + group.count() + " 件同类死信（" + described(group)
                        + "）。请查明共同原因，排除后成组重试。", path(group));
    }

    private static String key(String kind, Group group) {
        return kind + ':' + group.code() + ':' + (group.department() == null ? "" : group.department());
    }

    private String described(Group group) {
        return "原因代码 " + group.code() + "，" + department(group);
    }

    private String department(Group group) {
        return group.department() == null ? "部门不明"
                : departments.stream().filter(d -> d.id().equals(group.department())).map(Department::name).findFirst()
                        .orElse(group.department());
    }

    private static String path(Group group) {
        return "/console/dead-letters?code=" + URLEncoder.encode(group.code(), StandardCharsets.UTF_8);
    }
}
