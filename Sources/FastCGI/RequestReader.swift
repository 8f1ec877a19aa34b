// SPDX-License-Identifier: Apache-2.0

/// Collects a request from the bytes of a connection, however they are cut, and checks each.
///
/// Nothing reaches libfcgi before it has passed here. Its 2.4.2 trusts the peer: the lengths of
/// variables make it allocate up to 4 GiB, and a `FCGI_GET_VALUES` record of 80 bytes makes it
/// overwrite its stack (`ProcessManagementRecord` prints into a buffer of 64).
struct RequestReader: Sendable {
    private enum Phase {
        case begin, parameters, body, complete
    }

    private let limits: Limits
    private var phase = Phase.begin
    private var request = ReceivedRequest()
    private var body = ArrivingBody()
    private var droppedBytes = 0

    // The record that is being read: its head as far as it came, then what is left of it.
    private var head: [UInt8] = []
    private var record: Record?
    private var contentLeft = 0
    private var paddingLeft = 0
    private var beginBody: [UInt8] = []

    init(limits: Limits) {
        self.limits = limits
    }

    /// Whether no byte of a request has come yet.
    var isIdle: Bool { phase == .begin && head.isEmpty && record == nil }

    /// Whether ``takeRequest()`` has something to give.
    var isComplete: Bool { phase == .complete }

    /// How much memory the body takes that waits here for its end.
    var waitingBytes: Int { body.capacityBytes }

    /// Reads on, up to the end of the request.
    ///
    /// - Parameter bytes: What came next on the connection.
    /// - Returns: How many of them belong to this request.
    /// - Throws: Why the connection is of no use any more.
    mutating func read(_ bytes: ArraySlice<UInt8>) throws(ProtocolViolation) -> Int {
        var rest = bytes
        while !rest.isEmpty, phase != .complete {
            if contentLeft > 0 {
                let content = rest.prefix(contentLeft)
                rest = rest.dropFirst(content.count)
                contentLeft -= content.count
                take(content)
                if contentLeft == 0 { try finishContent() }
            } else if paddingLeft > 0 {
                let padding = rest.prefix(paddingLeft)
                rest = rest.dropFirst(padding.count)
                paddingLeft -= padding.count
            } else {
                let missing = rest.prefix(Record.headSizeBytes - head.count)
                rest = rest.dropFirst(missing.count)
                head.append(contentsOf: missing)
                if head.count == Record.headSizeBytes { try beginRecord() }
            }
        }
        return bytes.count - rest.count
    }

    /// Gives the request away and makes ready for the next one.
    mutating func takeRequest() -> ReceivedRequest {
        precondition(phase == .complete, "the request has not arrived as a whole")
        var complete = request
        complete.body = body.join()
        request = ReceivedRequest()
        phase = .begin
        record = nil
        droppedBytes = 0
        return complete
    }

    /// Refuses the request that is arriving: the rest of it is read and thrown away.
    mutating func refuse(_ refusal: Refusal) {
        request.refusal = request.refusal ?? refusal
        body = ArrivingBody()
        if refusal == .parametersTooLarge { request.parameters = [] }
    }

    // MARK: Records

    private mutating func beginRecord() throws(ProtocolViolation) {
        let record = try Record(head: head)
        head.removeAll(keepingCapacity: true)
        self.record = record
        contentLeft = record.contentLength
        paddingLeft = record.paddingLength
        if phase != .begin {
            guard record.requestID == request.id else { throw .requestID }
            guard record.kind != .abortRequest else { throw .aborted }
        }
        switch (phase, record.kind) {
        case (.begin, .beginRequest):
            guard record.contentLength == 8 else { throw .begin }
            request.id = record.requestID
        case (.parameters, .parameters):
            if record.contentLength == 0 { try finishParameters() }
        case (.body, .standardInput):
            if record.contentLength == 0 { phase = .complete }
        default:
            throw .order
        }
    }

    private mutating func take(_ content: ArraySlice<UInt8>) {
        switch phase {
        case .begin:
            beginBody.append(contentsOf: content)
        case .parameters:
            if request.parameters.count + content.count > limits.maximumParameterBytes {
                refuse(.parametersTooLarge)
            }
            if request.refusal == nil { request.parameters.append(contentsOf: content) }
        case .body:
            if body.count + content.count > limits.maximumBodyBytes {
                refuse(.bodyTooLarge)
            }
            if request.refusal == nil { body.append(content) }
        case .complete:
            preconditionFailure("reading stops at the end of a request")
        }
        if request.refusal != nil { drop(content.count) }
    }

    /// Counts what is thrown away, and gives up waiting for the end when it is too much.
    private mutating func drop(_ count: Int) {
        droppedBytes += count
        if droppedBytes > limits.maximumDroppedBytes {
            request.keepsConnection = false
            phase = .complete
        }
    }

    private mutating func finishContent() throws(ProtocolViolation) {
        guard phase == .begin else { return }
        let role = UInt16(beginBody[0]) << 8 | UInt16(beginBody[1])
        guard role == Record.responderRole else { throw .role }
        request.keepsConnection = beginBody[2] & Record.keepConnectionFlag != 0
        beginBody.removeAll(keepingCapacity: true)
        phase = .parameters
    }

    private mutating func finishParameters() throws(ProtocolViolation) {
        guard Parameters.areWellFormed(request.parameters) else { throw .parameters }
        phase = .body
    }
}
