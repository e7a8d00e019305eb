namespace Paretune.Dashboard.Layout;

/// <summary>Messages of a page to its viewer, shown until the viewer closes them or leaves the page.</summary>
internal sealed class Messages
{
    private readonly List<string> _texts = [];

    public event Action? Changed;

    public IReadOnlyList<string> Texts => _texts;

    /// <summary>Shows an error; an error that is already shown is not repeated.</summary>
    public void Add(string text)
    {
        if (!_texts.Contains(text))
            _texts.Add(text);
        Changed?.Invoke();
    }

    public void Close(string text)
    {
        _texts.Remove(text);
        Changed?.Invoke();
    }

    public void Clear()
    {
        _texts.Clear();
        Changed?.Invoke();
    }
}
