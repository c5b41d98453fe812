package cn.zhenglu.observe;

import cn.zhenglu.ledger.StageChange;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Instant;
import java.util.Locale;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * One OpenTelemetry trace per submission, a span for each step, sent by OTLP over HTTP where that is wanted. The submission's id, 32
 * hexadecimal digits, is the trace's id: so the steps belong together across queue, nodes, waiting and restarts without anything
 * being handed on. Spans name ids, stages and outcomes only.
 */
@Component
@ConditionalOnExpression("'${zhenglu.tracing.endpoint:}' != ''")
class Tracing implements DisposableBean {

    private static final int SPAN_ID = 16;

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /** @param endpoint where the collector takes traces, e.g. {@code http://127.0.0.1:4318/v1/traces} */
    Tracing(@Value("${zhenglu.tracing.endpoint}") String endpoint, @Value("${zhenglu.ledger.node}") String node) {
        provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"), "zhenglu", AttributeKey.stringKey("service.instance.id"), node))))
                // never in the way of the work: what does not fit its queue, or is not taken, is dropped
                .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build()).build())
                .build();
        tracer = provider.get("cn.zhenglu");
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void span(StageChange change) {
        Instant begun = change.took() == null ? change.at() : change.at().minus(change.took());
        Span span = tracer.spanBuilder(change.stage().name().toLowerCase(Locale.ROOT))
                .setParent(trace(change.submissionId()))
                .setStartTimestamp(begun)
                .setAttribute("zhenglu.submission", change.submissionId())
                .setAttribute("zhenglu.standing", change.standing().name())
                .setAttribute("zhenglu.outcome", change.outcome())
                .startSpan();
        if (change.outcome().equals("person")) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(change.at());
    }

    private static Context trace(String submissionId) {
        String id = submissionId.toLowerCase(Locale.ROOT);
        return Context.root().with(Span.wrap(SpanContext.createFromRemoteParent(id, id.substring(0, SPAN_ID), TraceFlags.getSampled(),
                TraceState.getDefault())));
    }

    /** Sends what is left. */
    @Override
    public void destroy() {
        provider.close();
    }
}
