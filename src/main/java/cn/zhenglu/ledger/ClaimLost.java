package cn.zhenglu.ledger;

/** Another worker has taken the submission over; this one must not record anything more about it. */
public class ClaimLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClaimLost(String submissionId) {
        super("业务 " + submissionId + " 已由其他处理线程接管，本次结果不再记录");
    }
}
