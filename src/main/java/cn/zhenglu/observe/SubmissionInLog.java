package cn.zhenglu.observe;

import cn.zhenglu.licence.Submission;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/**
 * Puts the submission that a route works on into every line of the log that is written meanwhile: {@code submission} its id,
 * {@code certificate} its certificate number, which is public. Structured logs carry both as fields of their own.
 */
@Component
class SubmissionInLog implements InterceptStrategy {

    /** Variable of the routes, see {@code routes/issue.camel.yaml}. */
    private static final String VARIABLE = "submission";
    private static final String ID = "submission";
    private static final String CERTIFICATE = "certificate";

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext camel, NamedNode definition, Processor target, Processor next) {
        return new DelegateAsyncProcessor(target) {

            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                Map<String, String> here = of(exchange);
                if (here.isEmpty()) {
                    return super.process(exchange, callback);
                }
                Map<String, String> before = MDC.getCopyOfContextMap();
                here.forEach(MDC::put);
                try {
                    return super.process(exchange, callback);
                } finally {
                    MDC.setContextMap(before == null ? new HashMap<>() : before);
                }
            }
        };
    }

    private static Map<String, String> of(Exchange exchange) {
        if (!(exchange.getVariable(VARIABLE) instanceof Submission submission)) {
            return Map.of();
        }
        Map<String, String> here = new HashMap<>(Map.of(ID, submission.id()));
        if (submission.record() != null && submission.record().certNum() != null) {
            here.put(CERTIFICATE, submission.record().certNum());
        }
        return here;
    }
}
