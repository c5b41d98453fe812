package cn.zhenglu;

import cn.zhenglu.licence.CreditCode;
import cn.zhenglu.licence.IdentityNumber;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Invented approvals of every operation, in an order that dice have made: per licence each builds on the one before, and the
 * licences are shuffled into each other.
 */
final class StormWork {

    /** An approval; its number is that of its row. */
    record Approval(int number, int lane, Operation operation, String certNum, String replaces, LicenceState state, String note) {
    }

    private static final LocalDate FROM = LocalDate.now().minusDays(400);
    private static final int LONGEST_LANE = 9;

    private final Random dice;
    private final List<Approval> approvals = new ArrayList<>();
    private int numbers;

    StormWork(long seed, int size) {
        dice = new Random(seed);
        List<List<Approval>> lanes = new ArrayList<>();
        int made = 0;
        while (made < size) {
            List<Approval> lane = lane(lanes.size(), Math.min(size - made, 1 + dice.nextInt(LONGEST_LANE)));
            lanes.add(new ArrayList<>(lane));
            made += lane.size();
        }
        while (!lanes.isEmpty()) {
            List<Approval> lane = lanes.get(dice.nextInt(lanes.size()));
            Approval next = lane.remove(0);
            approvals.add(new Approval(approvals.size() + 1, next.lane, next.operation, next.certNum, next.replaces, next.state, next.note));
            lanes.removeIf(List::isEmpty);
        }
    }

    /** In the order of their numbers. */
    List<Approval> approvals() {
        return approvals;
    }

    /** Those of one licence, in order. */
    List<Approval> ofLane(int lane) {
        return approvals.stream().filter(approval -> approval.lane == lane).toList();
    }

    int lanes() {
        return approvals.stream().mapToInt(Approval::lane).max().orElse(-1) + 1;
    }

    long documents() {
        return approvals.stream().filter(approval -> approval.operation.makesDocument()).count();
    }

    long count(Operation operation) {
        return approvals.stream().filter(approval -> approval.operation == operation).count();
    }

    private List<Approval> lane(int lane, int length) {
        List<Approval> steps = new ArrayList<>();
        String certNum = certNum();
        LicenceState state = LicenceState.VALID;
        steps.add(new Approval(0, lane, Operation.NEW, certNum, null, state, null));
        while (steps.size() < length && !ended(state)) {
            Operation operation = one(after(state));
            String replaces = null;
            if (operation == Operation.RENEW && dice.nextInt(5) == 0) {
                replaces = certNum;
                certNum = certNum();
            }
            LicenceState before = state;
            state = switch (operation) {
                case SUSPEND -> LicenceState.SUSPENDED;
                case EXPIRE -> LicenceState.EXPIRED;
                case END -> one(List.of(LicenceState.REVOKED, LicenceState.WITHDRAWN, LicenceState.CANCELLED));
                case OTHER -> LicenceState.OTHER;
                case CORRECT -> before;
                case NEW, RENEW, CHANGE, RESTORE -> LicenceState.VALID;
            };
            String note = switch (state) {
                case OTHER -> "法院协助执行，限制变更";
                case SUSPENDED -> "暂扣三十日";
                case REVOKED -> "吊销：发生生产安全事故";
                case WITHDRAWN -> "撤销：隐瞒有关情况取得许可";
                case CANCELLED -> "注销：企业申请注销";
                case VALID, EXPIRED -> null;
            };
            steps.add(new Approval(0, lane, operation, certNum, replaces, state, note));
        }
        return steps;
    }

    private static List<Operation> after(LicenceState state) {
        return switch (state) {
            case VALID -> List.of(Operation.RENEW, Operation.CHANGE, Operation.SUSPEND, Operation.CORRECT, Operation.END, Operation.EXPIRE,
                    Operation.OTHER, Operation.CHANGE);
            case SUSPENDED -> List.of(Operation.RESTORE, Operation.RESTORE, Operation.CORRECT, Operation.END);
            case EXPIRED -> List.of(Operation.RENEW, Operation.RENEW, Operation.CORRECT, Operation.END);
            case OTHER -> List.of(Operation.CHANGE, Operation.SUSPEND, Operation.CORRECT, Operation.END);
            case REVOKED, WITHDRAWN, CANCELLED -> List.of();
        };
    }

    private static boolean ended(LicenceState state) {
        return after(state).isEmpty();
    }

    private <T> T one(List<T> choices) {
        return choices.get(dice.nextInt(choices.size()));
    }

    private String certNum() {
        return "（闽）JZ安许证字[2025]%06d".formatted(++numbers);
    }

    /** The columns of the table {@code approval} but for the times, in its order. */
    static Object[] row(Approval approval) {
        String first17 = "91350100MA%07d".formatted(5_000_000 + approval.lane);
        String id17 = "350102198001%02d%03d".formatted(1 + approval.lane % 28, approval.lane % 1000);
        return new Object[] {approval.number, approval.operation == Operation.CORRECT ? "更正" : wire(approval.operation),
            List.of("fuzhou", "ftz-fuzhou", "fuzhou-new-area") /* one region: may share a call */.get(approval.lane % 3), approval.certNum,
            "福建风暴建设工程有限公司" + approval.lane + (approval.operation == Operation.CORRECT ? "（更正）" : ""),
            first17 + CreditCode.checkDigit(first17), "福州市新华路 " + approval.number + " 号", "有限责任公司", "林建华",
            id17 + IdentityNumber.checkDigit(id17), "111", FROM, FROM, FROM, FROM.plusYears(3).minusDays(1), approval.replaces,
            approval.note};
    }

    /** Writes rows for these into a bureau's table {@code approval}, all of the same moment, one by one. */
    static void approve(JdbcClient bureau, List<Approval> approvals) {
        Timestamp now = Timestamp.from(Instant.now());
        for (Approval approval : approvals) {
            bureau.sql("insert into approval values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(Stream.concat(Stream.of(row(approval)), Stream.of(now, now)).toList()).update();
        }
    }

    private static String wire(Operation operation) {
        return switch (operation) {
            case NEW -> "01";
            case RENEW -> "02";
            case SUSPEND -> "03";
            case EXPIRE -> "04";
            case END -> "05";
            case RESTORE -> "06";
            case OTHER -> "07";
            case CHANGE -> "08";
            case CORRECT -> throw new IllegalArgumentException("A correction has no code");
        };
    }
}
