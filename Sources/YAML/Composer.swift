// SPDX-License-Identifier: Apache-2.0

import CYAML

extension Node {
    /// Reads a text with one YAML document; JSON is one too.
    ///
    /// Returns `nil` for a text without a document, such as one of comments alone. A key that
    /// stands twice in a mapping is kept twice, so that the reader decides.
    ///
    /// - Throws: ``YAMLError`` with the line, for a text that is no YAML, has several documents,
    ///   an unknown tag, or is larger than `limits` allow.
    package static func document(
        in text: [UInt8], limits: Limits = Limits()
    ) throws(YAMLError) -> Node? {
        guard text.count <= limits.bytes else {
            throw YAMLError(line: 1, problem: "more than \(limits.bytes) bytes")
        }
        var composer = Composer(limits: limits)
        let events = EventSource(text)
        while try composer.take(events) {}
        return composer.root
    }
}

/// libyaml's parser over a copy of the text, giving one event at a time.
///
/// Source: `yaml.h` of libyaml 0.2.5.
private final class EventSource {
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private let text: UnsafeMutableBufferPointer<UInt8>

    init(_ bytes: [UInt8]) {
        text = .allocate(capacity: max(bytes.count, 1))
        _ = text.initialize(from: bytes)
        // Fails only without memory, where Swift traps as well.
        precondition(yaml_parser_initialize(parser) == 1, "no memory for a YAML parser")
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        text.deallocate()
    }

    /// Shows the next event to `body`, which must copy what it keeps.
    func withNext<Result>(
        _ body: (borrowing yaml_event_t) throws(YAMLError) -> Result
    ) throws(YAMLError) -> Result {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else {
            let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not readable"
            throw YAMLError(line: Int(parser.pointee.problem_mark.line) + 1, problem: problem)
        }
        defer { yaml_event_delete(&event) }
        return try body(event)
    }
}

/// Puts events together to a tree, without recursion.
private struct Composer {
    /// A sequence or mapping whose end has not come yet; a mapping's keys and values alternate.
    private struct Open {
        let isMapping: Bool
        let line: Int
        let tag: String?
        let anchor: String?
        var children: [Node] = []
        var weight = 1
    }

    private let limits: Limits
    private var open: [Open] = []
    private var anchors: [String: (node: Node, weight: Int)] = [:]
    private var nodeCount = 0
    private(set) var root: Node?

    init(limits: Limits) {
        self.limits = limits
    }

    /// Takes one event; returns `false` after the last.
    mutating func take(_ events: EventSource) throws(YAMLError) -> Bool {
        try events.withNext { event throws(YAMLError) in
            let line = Int(event.start_mark.line) + 1
            switch event.type {
            case YAML_STREAM_END_EVENT:
                return false
            case YAML_DOCUMENT_START_EVENT where root != nil:
                throw YAMLError(line: line, problem: "a second document")
            case YAML_SCALAR_EVENT:
                try add(scalar(event, line: line), anchor: string(event.data.scalar.anchor))
            case YAML_ALIAS_EVENT:
                try addAlias(string(event.data.alias.anchor) ?? "", line: line)
            case YAML_SEQUENCE_START_EVENT:
                let start = event.data.sequence_start
                try begin(
                    Open(
                        isMapping: false, line: line, tag: string(start.tag),
                        anchor: string(start.anchor)))
            case YAML_MAPPING_START_EVENT:
                let start = event.data.mapping_start
                try begin(
                    Open(
                        isMapping: true, line: line, tag: string(start.tag),
                        anchor: string(start.anchor)))
            case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
                try end()
            default:
                break
            }
            return true
        }
    }

    private func scalar(
        _ event: borrowing yaml_event_t, line: Int
    ) throws(YAMLError) -> Node {
        let scalar = event.data.scalar
        let bytes = UnsafeBufferPointer(start: scalar.value, count: Int(scalar.length))
        let text = String(decoding: bytes, as: UTF8.self)
        var tag = string(scalar.tag)
        if tag == nil, text.isEmpty, scalar.style == YAML_PLAIN_SCALAR_STYLE,
            scalar.anchor == nil, event.start_mark.index != event.end_mark.index
        {
            // libyaml drops the tag `!`, but a reader must tell a lone one from nothing at all.
            tag = "!"
        }
        switch tag {
        case nil where scalar.plain_implicit == 0, "tag:yaml.org,2002:str":
            return Node(.string(text), line: line, tag: tag)
        case nil, "!", "tag:yaml.org,2002:null", "tag:yaml.org,2002:bool",
            "tag:yaml.org,2002:int", "tag:yaml.org,2002:float":
            return Node(Node.Content(plain: text), line: line, tag: tag)
        case .some(let tag):
            throw YAMLError(line: line, problem: "unknown tag \(tag)")
        }
    }

    private mutating func addAlias(_ name: String, line: Int) throws(YAMLError) {
        guard let (node, weight) = anchors[name] else {
            throw YAMLError(line: line, problem: "nothing has the anchor \(name)")
        }
        // The value stands where the alias does: that is the line a message should name.
        try add(
            Node(node.content, line: line, tag: node.tag), anchor: nil, weight: weight,
            newNodes: weight)
    }

    private mutating func begin(_ start: Open) throws(YAMLError) {
        guard open.count < limits.depth else {
            throw YAMLError(line: start.line, problem: "nested deeper than \(limits.depth)")
        }
        let own = start.isMapping ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq"
        if let tag = start.tag, tag != "!", tag != own {
            throw YAMLError(line: start.line, problem: "unknown tag \(tag)")
        }
        open.append(start)
    }

    private mutating func end() throws(YAMLError) {
        guard let done = open.popLast() else { return }
        let content: Node.Content =
            done.isMapping ? .mapping(entries(of: done.children)) : .sequence(done.children)
        try add(
            Node(content, line: done.line, tag: done.tag), anchor: done.anchor,
            weight: done.weight, newNodes: 1)
    }

    /// Pairs keys with values; what `<<` merges in comes first, so that own keys stand behind it.
    private func entries(of children: [Node]) -> [Node.Entry] {
        var merged: [Node.Entry] = []
        var own: [Node.Entry] = []
        for index in stride(from: 0, to: children.count - 1, by: 2) {
            let (key, value) = (children[index], children[index + 1])
            switch (key.content, value.content) {
            case (.string("<<"), .mapping(let entries)):
                merged += entries
            case (.string("<<"), .sequence(let nodes)):
                // Of several mappings the first counts most, so it comes last.
                for case .mapping(let entries) in nodes.reversed().map(\.content) {
                    merged += entries
                }
            default:
                own.append(Node.Entry(key: key, value: value))
            }
        }
        return merged + own
    }

    /// Adds a value that holds `weight` values in all, of which `newNodes` are not counted yet.
    private mutating func add(
        _ node: Node, anchor: String?, weight: Int = 1, newNodes: Int = 1
    ) throws(YAMLError) {
        nodeCount += newNodes
        guard nodeCount <= limits.nodes else {
            throw YAMLError(line: node.line, problem: "more than \(limits.nodes) values")
        }
        if let anchor { anchors[anchor] = (node, weight) }
        guard let last = open.indices.last else {
            root = node
            return
        }
        open[last].children.append(node)
        open[last].weight += weight
    }
}

private func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    guard let text else { return nil }
    return String(cString: text)
}
